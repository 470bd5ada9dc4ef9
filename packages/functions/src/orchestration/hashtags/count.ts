import posts from "./posts.json" with { type: "json" };

const weekdays = [
  "sunday",
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
] as const;
const hashtag = /#([\p{L}\p{N}_]+)/gu;

/** How many of a day's posts carry a word as a hashtag. The sample data set has one day for each day of the week. */
export function countHashtag(word: string, day: string): number {
  const wanted = word.toLowerCase();
  return postsOf(day).filter((post) => hashtagsIn(post).has(wanted)).length;
}

/** Each once, in small letters. */
function hashtagsIn(post: string): ReadonlySet<string> {
  return new Set(Array.from(post.matchAll(hashtag), ([, tag = ""]) => tag.toLowerCase()));
}

/** `day` is YYYY-MM-DD. */
function postsOf(day: string): readonly string[] {
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()];
  return weekday ? posts[weekday] : [];
}
