import { createRouter } from "sv-router";

import Story from "./Story.svelte";

export const { p, route } = createRouter({ "/svelte/:name": Story });
