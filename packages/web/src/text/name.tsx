/** What acts on a text instead of being seen: controls, and what turns its direction. */
const unseen = /[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff]/gu;

/** A name with what can't be seen in it made visible: `invoice‹U+202E›fdp.exe`. Pure. */
export function visibleName(name: string): string {
  return name.replaceAll(unseen, (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    return `‹U+${code}›`;
  });
}

interface Props {
  readonly children: string;
}

/** A name that came from somebody: apart from the text around it, and with nothing hidden in it. */
export function Name({ children }: Props) {
  const shown = visibleName(children);
  return (
    <bdi className="name" title={shown}>
      {shown}
    </bdi>
  );
}
