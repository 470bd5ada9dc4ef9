import { type ReactNode, useEffect, useRef } from "react";

interface Props {
  readonly title: string;
  /** In place of the title as text: a name that has to be shown inert, say. */
  readonly children?: ReactNode;
}

let isFirst = true;

/** A page's heading. Focus comes here when the page changes, so that a screen reader says where one is. */
export function Heading({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Switchyard`;
    if (isFirst) isFirst = false;
    else heading.current?.focus();
  }, [title]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  );
}
