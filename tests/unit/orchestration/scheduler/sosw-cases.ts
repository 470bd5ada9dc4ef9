/** A job that sosw's scheduler and this one chunk alike, on 1 March 2024. */
export interface SoswCase {
  readonly name: string;
  readonly attributes: readonly string[];
  readonly job: Readonly<Record<string, unknown>>;
}

const shop = ["section", "store", "product"];
const words = {
  topics: {
    cars: { words: ["toyota", "mazda", "nissan", "racing", "automobile", "car"] },
    food: { words: ["recipe", "cooking", "eating", "food", "meal", "tasty"] },
    shows: { words: ["opera", "cinema", "movie", "concert", "show", "musical"] },
  },
};
const tree = {
  sections: {
    a: { stores: { x: { products: ["p", "q", "r"] }, y: { products: ["s"] } }, note: 1 },
    b: { stores: { z: { products: ["t"] }, w: { products: ["u"] } } },
  },
};

export const soswToday = "2024-03-01";
export const soswCases: readonly SoswCase[] = [
  {
    name: "the tutorial",
    attributes: ["topic", "word"],
    job: { ...words, period: "last_2_days", isolate_days: true, isolate_words: true },
  },
  {
    name: "words in batches, dates together",
    attributes: ["topic", "word"],
    job: { ...words, period: "previous_3_days", max_words_per_batch: 4 },
  },
  { name: "nothing asked for", attributes: shop, job: { ...tree, lang: "en" } },
  { name: "no attributes in the job", attributes: shop, job: { a: 1 } },
  { name: "sections isolated", attributes: shop, job: { ...tree, isolate_sections: true } },
  { name: "stores isolated", attributes: shop, job: { ...tree, isolate_stores: true, k: [1] } },
  { name: "products isolated", attributes: shop, job: { ...tree, isolate_products: true } },
  { name: "products by two", attributes: shop, job: { ...tree, max_products_per_batch: 2 } },
  {
    name: "a flat list isolated",
    attributes: shop,
    job: { sections: ["a", "b"], isolate_sections: true, period: "1_days_back" },
  },
  {
    name: "an object of nulls in batches",
    attributes: shop,
    job: { sections: { a: null, b: null, c: null }, max_sections_per_batch: 2 },
  },
  {
    name: "one element asks, the others become tasks",
    attributes: shop,
    job: {
      sections: {
        a: { isolate_stores: true, stores: { x: null, y: null } },
        b: { stores: { z: { products: ["t"] }, w: { products: ["u"] } } },
        c: null,
      },
    },
  },
  {
    name: "a list of objects",
    attributes: shop,
    job: { sections: [{ a: null }, { b: null }], isolate_sections: true },
  },
  {
    name: "data below the lowest level",
    attributes: ["section"],
    job: { sections: { a: { deep: { er: 1 } }, b: { deep: 2 } }, isolate_sections: true },
  },
  {
    name: "the week",
    attributes: ["section"],
    job: { sections: ["a"], isolate_sections: true, period: "last_week", isolate_days: true },
  },
  {
    name: "today",
    attributes: ["section"],
    job: { sections: ["a"], isolate_sections: true, period: "today" },
  },
];
