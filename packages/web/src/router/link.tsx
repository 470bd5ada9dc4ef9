import type { AnchorHTMLAttributes, MouseEvent } from "react";
import { go } from "./router.ts";

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string };

/** A link to a place of this page: followed without loading it again, unless a new tab is asked for. */
export function Link({ children, ...props }: Props) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    go(props.href);
  };
  return (
    <a {...props} onClick={follow}>
      {children}
    </a>
  );
}
