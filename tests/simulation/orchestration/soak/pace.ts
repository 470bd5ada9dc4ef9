/** Tells rate and time left from how many are done. `now` is in ms. */
export function paceOf(all: number, now: () => number = Date.now) {
  const began = now();
  return (done: number): string => {
    const seconds = (now() - began) / 1_000;
    const rate = seconds === 0 ? 0 : done / seconds;
    const left = all - done;
    const then = left <= 0 ? ` in ${duration(seconds)}` : `, ${duration(left / rate)} left`;
    return `${rate.toFixed(1)}/s${then}`;
  };
}

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${Math.ceil(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
