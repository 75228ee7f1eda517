/** Takes over what the server has made. */

import { hydrateRoot } from "react-dom/client";

import { App } from "./app.jsx";

window.heardBy = [];
const root = document.querySelector("#app");
hydrateRoot(root, <App service={root.dataset.service} />);
