/** Vue Router: the view is reused for every story, its button with it, and told the address. */

import { computed, createApp, h } from "vue";
import { RouterLink, RouterView, createRouter, createWebHistory, useRoute } from "vue-router";

import { paragraphs } from "./story.js";

const Story = {
  setup() {
    const route = useRoute();
    const name = computed(() => String(route.params.name));
    return () => h("article", [
      h("h1", `Story ${name.value}`),
      h("listen-button", { url: `/stories/${name.value}` }),
      ...paragraphs(name.value).map((text) => h("p", text)),
    ]);
  },
};
const Page = { render: () => [h("nav", ["a", "b", "c"].map((name) => h(RouterLink, { to: `/${name}` }, () => name))), h(RouterView)] };
const router = createRouter({ history: createWebHistory("/vue"), routes: [{ path: "/:name", component: Story }] });

createApp(Page).use(router).mount("#app");
