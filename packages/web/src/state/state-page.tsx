import { Heading } from "../layout/heading.tsx";
import { Configuration } from "./configuration.tsx";
import { Primes } from "./primes.tsx";
import { Visits } from "./visits.tsx";
import "./state.css";

/** What the sample functions that keep state hold now. */
export function StatePage() {
  return (
    <>
      <Heading title="State" />
      <div className="state-parts">
        <Visits />
        <Configuration />
        <Primes />
      </div>
    </>
  );
}
