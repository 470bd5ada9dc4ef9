import { createRoot } from "react-dom/client";
import { createPageApi } from "./api/api.ts";
import { App } from "./app.tsx";
import { createSession } from "./session/session.ts";
import { createUploadQueue } from "./uploads/create-queue.ts";
import { keepUploads } from "./uploads/persistence/keep.ts";
import "./layout/tokens.css";
import "./layout/base.css";
import "./layout/layout.css";

const session = createSession();
const api = createPageApi(session);
const queue = createUploadQueue(api);
keepUploads(queue);
window.addEventListener("online", () => queue.wake());
session.subscribe(() => queue.wake());

const root = document.querySelector("#root");
if (root) createRoot(root).render(<App session={session} api={api} queue={queue} />);
