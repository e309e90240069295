// Where the page begins.
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
        <HashRouter>
          <Frame />
        </HashRouter>
      </QueryClientProvider>
    </StrictMode>,
  );
}
