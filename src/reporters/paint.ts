const codes = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
} as const;

export type Style = keyof typeof codes;

/** Gives a text a style. */
export type Paint = (style: Style, text: string) => string;

/** Paints by ANSI sequences, or not at all. */
export function painter(color: boolean): Paint {
  return (style, text) => {
    const [on, off] = codes[style];
    return color ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
}
