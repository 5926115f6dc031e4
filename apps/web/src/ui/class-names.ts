/** Joins the class names that apply: `classNames('card', isSelected && 'card-selected')`. */
export function classNames(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
