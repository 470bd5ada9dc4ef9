import type { Group } from "./draw-groups.ts";

/** Where a group's box is, in pixels from the left top. */
export interface Box {
  group: Group;
  x: number;
  y: number;
  width: number;
  height: number;
}

export const size = { width: 260, head: 44, line: 16, gapX: 100, gapY: 22, margin: 28, top: 76 };

const heightOf = ({ contents }: Group) => size.head + contents.length * size.line + 8;

/**
 * Puts what needs nothing into the left column and everything else right of what it needs; within a column near to
 * what it is joined with. Pure.
 */
export function layOut(groups: readonly Group[]): Box[] {
  const columns = Map.groupBy(groups, (group) => depthOf(group, byId(groups), new Set()));
  const boxes: Box[] = [];
  const centre = new Map<string, number>();
  for (const depth of [...columns.keys()].toSorted((a, b) => a - b)) {
    const column = (columns.get(depth) ?? []).toSorted(
      (a, b) => pull(a, centre) - pull(b, centre) || (a.title < b.title ? -1 : 1),
    );
    let y = size.top;
    for (const group of column) {
      const box = { group, x: xOf(depth), y, width: size.width, height: heightOf(group) };
      boxes.push(box);
      centre.set(group.id, y + box.height / 2);
      y += box.height + size.gapY;
    }
  }
  return boxes;
}

const xOf = (depth: number) => size.margin + depth * (size.width + size.gapX);

const byId = (groups: readonly Group[]) => new Map(groups.map((group) => [group.id, group]));

/** The longest way down to what needs nothing. Rings, which components can form, are cut where they close. */
function depthOf(group: Group, all: ReadonlyMap<string, Group>, above: Set<string>): number {
  const path = new Set([...above, group.id]);
  const below = group.needs.map((id) => all.get(id)).filter((one) => one !== undefined);
  const open = below.filter(({ id }) => !path.has(id));
  return 1 + Math.max(-1, ...open.map((one) => depthOf(one, all, path)));
}

/** The middle of what a group needs. */
function pull({ needs }: Group, centre: ReadonlyMap<string, number>) {
  const places = needs.map((id) => centre.get(id)).filter((place) => place !== undefined);
  return places.length === 0 ? 0 : places.reduce((sum, place) => sum + place, 0) / places.length;
}
