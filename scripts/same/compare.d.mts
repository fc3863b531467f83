export interface Row {
  readonly sign: '-' | '+';
  readonly label: string;
  readonly said: string;
}

export interface Allowance {
  readonly line: string;
  matches(row: Pick<Row, 'label'>): boolean;
}

export function compare(
  command: string,
  before: object,
  after: object,
  withoutTexts?: boolean,
): { readonly count: number; readonly rows: readonly Row[] };

export function allowances(text: string): readonly Allowance[];
