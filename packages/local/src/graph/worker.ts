import { serveApart } from "../apart.ts";
import { synthesize, type SynthesisOptions } from "./synthesize.ts";

serveApart((options: SynthesisOptions) => synthesize(options));
