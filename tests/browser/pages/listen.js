// What the pages of this folder share: ?service= is where the button comes from, ?article= what it plays, ?read-along= its
// attribute.
const given = new URLSearchParams(location.search);
const button = document.querySelector("listen-button");
button.setAttribute("article", given.get("article"));
if (given.has("read-along")) button.setAttribute("read-along", given.get("read-along"));
await import(`${given.get("service")}/listen-button.js`);
if (document.readyState !== "complete") await new Promise((resolve) => addEventListener("load", resolve));
document.body.dataset.settled = "";
