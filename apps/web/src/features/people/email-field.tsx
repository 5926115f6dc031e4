import { count } from '../../ui/count.ts'
import { TextArea } from '../../ui/text-area.tsx'
import { parseEmails } from './parse-emails.ts'

/** E-mail addresses, typed or pasted as they come. */
export function EmailField(props: {
  text: string
  onChange: (text: string) => void
  /** Whether to point out what is no address yet: not while somebody is still typing it. */
  isChecked: boolean
  isRequired?: boolean
}) {
  const { emails, wrong } = parseEmails(props.text)
  return (
    <TextArea
      label="E-mail addresses"
      placeholder="mara@studio.com, ola@studio.com"
      rows={1}
      spellCheck={false}
      autoCapitalize="none"
      inputMode="email"
      takesFocus
      value={props.text}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      problem={problemWith(wrong, emails.length, props)}
      note={
        emails.length > 1
          ? count(emails.length, 'person', 'people')
          : 'One or many. Leave it empty for a link that whoever has it can use once.'
      }
    />
  )
}

function problemWith(
  wrong: readonly string[],
  emailCount: number,
  { isChecked, isRequired }: { isChecked: boolean; isRequired?: boolean },
): string | null {
  if (!isChecked) return null
  if (wrong.length > 0) return `“${wrong[0] ?? ''}” is no e-mail address.`
  return isRequired === true && emailCount === 0 ? 'Say whom to invite.' : null
}
