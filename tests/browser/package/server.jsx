/** What a server makes of the component. */

import { renderToString } from "react-dom/server";

import { App } from "./app.jsx";

console.log(renderToString(<App service={process.argv[2]} />));
