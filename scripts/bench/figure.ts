// One line of the table: what was measured, what it may cost, and what the same work costs elsewhere.

export interface Figure {
  what: string;
  measured: string;
  budget: string;
  /** The floor, measured in the same run, or a peer's published figure. */
  beside: string;
  /** Undefined where there is no budget. */
  kept: boolean | undefined;
}

/** A figure of which less is better. */
export function atMost(what: string, value: number, limit: number, unit: string, beside = ''): Figure {
  return { what, measured: show(value, unit), budget: `≤ ${show(limit, unit)}`, beside, kept: value <= limit };
}

/** A figure of which more is better. */
export function atLeast(what: string, value: number, limit: number, unit: string, beside = ''): Figure {
  return { what, measured: show(value, unit), budget: `≥ ${show(limit, unit)}`, beside, kept: value >= limit };
}

/** A figure without a budget of its own, there to explain another. */
export function noted(what: string, value: number, unit: string, beside = ''): Figure {
  return { what, measured: show(value, unit), budget: '', beside, kept: undefined };
}

function show(value: number, unit: string): string {
  const digits = Number.isInteger(value) ? 0 : value < 10 ? 2 : 1;
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

/** The value below which this share of the sample lies. */
export function percentile(sample: number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

export function printTable(figures: Figure[]): void {
  const rows = figures.map(({ what, measured, budget, beside, kept }) => [
    what,
    measured,
    budget,
    kept === undefined ? '' : kept ? 'kept' : 'OVER',
    beside,
  ]);
  const all = [['figure', 'measured', 'budget', '', 'beside it'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  for (const row of all) {
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  }
}
