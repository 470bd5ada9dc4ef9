/** What is to happen, the earliest first; of one time in the order it was noted. */
export class Agenda<What> {
  readonly #heap: { readonly at: number; readonly order: number; readonly what: What }[] = [];
  #notes = 0;

  note(at: number, what: What): void {
    const heap = this.#heap;
    heap.push({ at, order: this.#notes++, what });
    let place = heap.length - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#isSorted(parent, place)) break;
      this.#swap(parent, place);
      place = parent;
    }
  }

  next(): { readonly at: number; readonly what: What } | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    heap[0] = last;
    let place = 0;
    for (;;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      let least = place;
      if (left < heap.length && !this.#isSorted(least, left)) least = left;
      if (right < heap.length && !this.#isSorted(least, right)) least = right;
      if (least === place) return first;
      this.#swap(least, place);
      place = least;
    }
  }

  #isSorted(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (!a || !b) return true;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    if (!a || !b) return;
    this.#heap[one] = b;
    this.#heap[other] = a;
  }
}
