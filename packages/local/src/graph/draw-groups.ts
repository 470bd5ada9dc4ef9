import type { Graph, GraphResource } from "./graph.ts";

/** A box of the picture: a component with all below it, or resources of one type that stand alone. */
export interface Group {
  id: string;
  title: string;
  kind: string;
  /** What it is made of, each type once with its count. */
  contents: { type: string; count: number }[];
  /** Ids of the groups it needs. */
  needs: string[];
}

/** They say nothing about how the parts hang together. */
const unshown = new Set(["sst:sst:LinkRef", "random:index/randomBytes:RandomBytes"]);

/**
 * A graph as people think of it: the program's components, and what each needs. Pure.
 *
 * A resource beside the components belongs to the one it alone depends on (a bucket's lifecycle); those that depend
 * on several stand together by type (alarms).
 */
export function groupsOf({ resources }: Graph): Group[] {
  const shown = resources.filter(({ type }) => !unshown.has(type) && !type.startsWith("pulumi:"));
  const byUrn = new Map(shown.map((resource) => [resource.urn, resource]));
  const tops = new Map(shown.map((resource) => [resource.urn, topOf(resource, byUrn)]));
  const idOf = (urn: string) => {
    const top = tops.get(urn);
    return top && groupId(top, byUrn, tops);
  };
  const groups = new Map<string, GraphResource[]>();
  for (const resource of shown) {
    const id = idOf(resource.urn) ?? resource.urn;
    groups.set(id, [...(groups.get(id) ?? []), resource]);
  }
  const all = [...groups].map(([id, members]) => ({
    id,
    ...describe(id, members),
    needs: distinct(members.flatMap((one) => neededBy(one, shown).map(idOf))).filter(
      (needed) => needed !== id,
    ),
  }));
  return all.map((group) => (group.id.startsWith("every ") ? withoutImplied(group, all) : group));
}

/** SST hands a subscriber its queue's ARN as mere text, of which Pulumi knows no dependency. */
function neededBy({ dependencies, inputs }: GraphResource, shown: readonly GraphResource[]) {
  const source = inputs["eventSourceArn"];
  if (typeof source !== "string") return dependencies;
  const named = shown.find((one) => one.inputs["name"] === source.split(":").at(-1));
  return named ? [...dependencies, named.urn] : dependencies;
}

/** Alarms watch everything: their arrows to what is needed by something they need as well say nothing more. */
function withoutImplied(group: Group, all: readonly Group[]): Group {
  const further = all.filter(({ id }) => group.needs.includes(id)).flatMap(({ needs }) => needs);
  return { ...group, needs: group.needs.filter((id) => !further.includes(id)) };
}

type ByUrn = ReadonlyMap<string, GraphResource>;

function topOf(resource: GraphResource, byUrn: ByUrn): GraphResource {
  const parent = byUrn.get(resource.parent);
  return parent ? topOf(parent, byUrn) : resource;
}

function groupId(top: GraphResource, byUrn: ByUrn, tops: ByUrn): string {
  if (!top.custom) return top.urn;
  const needed = distinct(top.dependencies.map((urn) => tops.get(urn)?.urn));
  const only = needed.length === 1 ? byUrn.get(needed[0] ?? "") : undefined;
  return only && !only.custom ? only.urn : `every ${top.type}`;
}

function describe(id: string, members: readonly GraphResource[]) {
  const head = members.find(({ urn }) => urn === id);
  const types = Map.groupBy(
    members.filter(({ custom }) => custom),
    ({ type }) => shortType(type),
  );
  const contents = [...types].map(([type, list]) => ({ type, count: list.length }));
  if (head) return { title: withoutHash(head.name), kind: shortType(head.type), contents };
  const [first] = members;
  const title = members.length === 1 ? (first?.name ?? id) : `${members.length} in all`;
  return { title, kind: shortType(first?.type ?? ""), contents: [] };
}

/** `aws:s3/bucket:Bucket` → `Bucket`. */
const shortType = (type: string) => type.split(":").at(-1) ?? type;

/** SST names a subscriber after a hash of what it subscribes: `UploadsSubscriberFtxaea`. */
const withoutHash = (name: string) => name.replace(/(Subscriber)[A-Z][a-z]{5}$/, "$1");

function distinct(list: readonly (string | undefined)[]): string[] {
  return [...new Set(list)].filter((item) => item !== undefined);
}
