// What the pages of this folder share: ?service= is where the button comes from, ?article= what it plays, ?read-along= its
// attribute.
const given = new URLSearchParams(location.search);
const service = given.get("service");
const button = document.querySelector("listen-button");
button.setAttribute("article", given.get("article"));
if (given.has("read-along")) button.setAttribute("read-along", given.get("read-along"));
await import(`${service}/listen-button.js`);
const { readAlong } = await import(`${service}/read-along.js`);
Object.defineProperties(button, {
  captionsUrl: { value: `${service}/captions/${given.get("article")}.vtt` },
  seek: { value: (seconds) => (button.currentTime = seconds) },
});
button.addEventListener("listen-play", () => (window.along ??= readAlong(button)));
if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve));
document.body.dataset.settled = "";
