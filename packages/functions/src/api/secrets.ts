import { Resource } from "sst";

declare module "sst" {
  export interface Resource {
    ApiTokens: { type: "sst.sst.Secret"; value: string };
  }
}

/** The linked secret that says which tokens are good; read when it is first asked for. */
export const apiTokens = (): string => Resource.ApiTokens.value;
