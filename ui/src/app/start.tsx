// Where the page begins. The router's updates are no transitions: what stands in the address, such
// as a search, must not lag behind the next key.
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { HashRouter } from "react-router";
import { wishes } from "../api/wishes";
import "../styles/base.css";
import { applyLook, rememberedLook } from "./look";
import { Frame } from "./frame";

applyLook(rememberedLook());
const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={wishes()}>
        <HashRouter useTransitions={false}>
          <Frame />
        </HashRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
}
