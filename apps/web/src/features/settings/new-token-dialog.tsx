import type { Scope } from '@rushes/contract/scopes'
import type { NewToken } from '@rushes/contract/tokens'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { fieldOf, problemOf } from '../session/form-field.ts'
import { ScopeTable } from './scope-table.tsx'
import { SCOPE_GROUPS, VERBS } from './scope-groups.ts'

const ALL = new Set(SCOPE_GROUPS.flatMap(({ scopes }) => VERBS.flatMap((verb) => scopes[verb] ?? [])))
const DAY_MS = 86_400_000

export function NewTokenDialog(props: {
  isOpen: boolean
  onMade: (token: NewToken) => void
  onClose: () => void
}) {
  return (
    <Dialog
      title="New developer token"
      isOpen={props.isOpen}
      // Closed by a slip of the finger, the token would be gone before it was copied.
      onClose={props.onClose}
      isWide
    >
      <Content {...props} />
    </Dialog>
  )
}

/** Mounted anew each time the dialog opens: nothing of the last token stays. */
function Content({ onMade, onClose }: { onMade: (token: NewToken) => void; onClose: () => void }) {
  const { client } = useServices()
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(ALL)
  const make = useMutation({ mutationFn: client.createToken, onSuccess: onMade })

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const days = Number(fieldOf(form, 'days'))
    make.mutate({
      name: fieldOf(form, 'name').trim(),
      scopes: [...scopes],
      expires_at: days === 0 ? null : new Date(Date.now() + days * DAY_MS).toISOString(),
    })
  }

  if (make.data !== undefined)
    return (
      <div className="dialog-form">
        <p>
          This is the only time that the token is shown. Copy it to where “{make.data.name}” needs it; here
          only its fingerprint is kept.
        </p>
        <CopyLine label="Token" text={make.data.token} />
        <div className="dialog-buttons">
          <Button onClick={onClose}>Done</Button>
        </div>
      </div>
    )
  const nameProblem = problemOf(make.error, 'name')
  return (
    <form className="dialog-form" onSubmit={submit}>
      <div className="token-facts">
        <TextField
          label="Name"
          name="name"
          placeholder="What will use it"
          takesFocus
          required
          maxLength={200}
          autoComplete="off"
          problem={make.isError ? (nameProblem ?? messageOf(make.error)) : null}
        />
        <SelectField label="Works for" name="days" defaultValue="0">
          <option value="0">as long as I let it</option>
          <option value="7">7 days</option>
          <option value="30">30 days</option>
          <option value="365">a year</option>
        </SelectField>
      </div>
      <ScopeTable chosen={scopes} onChange={setScopes} />
      <div className="dialog-buttons">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" look="primary" isBusy={make.isPending} disabled={scopes.size === 0}>
          Make token
        </Button>
      </div>
    </form>
  )
}
