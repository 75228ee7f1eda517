/** A page with the button in it, and what may be done to it. `heardBy`: which handler was called for what. */

import { useState } from "react";

import { ListenButton } from "@tts-service/listen-button/react";

export function App({ service }) {
  const [count, setCount] = useState(0);
  const tell = ({ type, detail }) => window.heardBy.push({ type, count, article: detail.article });
  return (
    <main>
      <h1>Story a</h1>
      <button onClick={() => setCount(count + 1)}>again</button>
      {count < 3 && (
        <ListenButton key={count < 2 ? "first" : "second"} service={service} speed={1.5} sticky continuous={count !== 1} readAlong="off" className="top"
          ref={(element) => element && (window.element = element)} onPlay={tell} onPause={tell} />
      )}
    </main>
  );
}
