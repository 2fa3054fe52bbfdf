/** `12.5 %`: two digits behind the point at most. */
export function percent(part: number): string {
  return `${Number((part * 100).toFixed(2))} %`;
}
