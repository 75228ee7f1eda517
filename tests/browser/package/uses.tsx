/** What the types of the package allow, and what they refuse. */

import { useRef } from "react";

import { ListenButton as Element, type ListenButtonEvents } from "@tts-service/listen-button";
import { ListenButton } from "@tts-service/listen-button/react";

export function Page({ token }: { token?: string }) {
  const button = useRef<Element>(null);
  return (
    <>
      <ListenButton
        ref={button}
        service="https://listen.example"
        className="top"
        speed={1.5}
        sticky
        token={token}
        readAlong="no-scroll"
        onPlay={({ detail }) => detail.article?.toUpperCase()}
        onTime={({ detail }) => detail.time.toFixed()}
        onTokenExpired={({ detail }) => detail.renew(fetch("/token").then((answer) => answer.text()))}
        onClick={() => void button.current?.play()}
      />
      {/* @ts-expect-error where the service is must be said */}
      <ListenButton />
      {/* @ts-expect-error a number */}
      <ListenButton service="" speed="fast" />
      {/* @ts-expect-error no such attribute */}
      <ListenButton service="" volume={1} />
      {/* @ts-expect-error no such detail */}
      <ListenButton service="" onTime={({ detail }) => detail.article} />
    </>
  );
}

const found = document.querySelector("listen-button");
found?.seek(3);
found?.addEventListener("listen-chapter", ({ detail }) => detail.title.trim());
// @ts-expect-error read only
if (found) found.paused = true;
export const type: keyof ListenButtonEvents = "listen-end";
