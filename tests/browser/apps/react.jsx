/** React Router: the button stands in the layout and is kept; the head follows. */

import { useEffect } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Link, Route, Routes, useParams } from "react-router";

import { paragraphs, sayInHead } from "./story.js";

function Story() {
  const { name } = useParams();
  useEffect(() => sayInHead(name), [name]);
  return <article><h1>Story {name}</h1>{paragraphs(name).map((text) => <p key={text}>{text}</p>)}</article>;
}

createRoot(document.querySelector("#app")).render(
  <BrowserRouter basename="/react">
    <nav>{["a", "b", "c"].map((name) => <Link key={name} to={`/${name}`}>{name}</Link>)}</nav>
    <listen-button></listen-button>
    <Routes><Route path="/:name" element={<Story />} /></Routes>
  </BrowserRouter>,
);
