// Choosing one's picture: it is looked at before it is used, in the round frame that others will see it in.
import type { User } from '@rushes/contract/users'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ImagePlus, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { sessionQuery } from '../session/session-query.ts'
import './picture-buttons.css'

const TYPES = 'image/jpeg,image/png,image/webp,image/gif,image/avif'

interface Chosen {
  file: File
  /** Of the file in this page, until it is revoked. */
  url: string
}

export function PictureButtons({ hasPicture }: { hasPicture: boolean }) {
  const { client, toasts } = useServices()
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)
  function drop(): void {
    if (chosen !== null) URL.revokeObjectURL(chosen.url)
    setChosen(null)
  }
  const keep = useKeepUser()
  const remove = useMutation({
    mutationFn: client.removePicture,
    onSuccess: async (user) => {
      await keep(user)
      toasts.say('Your picture was removed.')
    },
    onError: (error) => toasts.complain(messageOf(error)),
  })
  return (
    <div className="picture-buttons">
      <Button icon={<ImagePlus />} onClick={() => input.current?.click()}>
        {hasPicture ? 'Change picture' : 'Add a picture'}
      </Button>
      {hasPicture && (
        <Button icon={<Trash2 />} isBusy={remove.isPending} onClick={() => remove.mutate()}>
          Remove
        </Button>
      )}
      <input
        ref={input}
        type="file"
        accept={TYPES}
        hidden
        aria-label="Your picture"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file !== undefined) setChosen({ file, url: URL.createObjectURL(file) })
          // The same file can be picked again.
          currentTarget.value = ''
        }}
      />
      <Dialog
        title="Your picture"
        description="The middle of it is shown, beside everything you bring in and say."
        isOpen={chosen !== null}
        onClose={drop}
      >
        {chosen !== null && <Preview {...chosen} onDone={drop} />}
      </Dialog>
    </div>
  )
}

function Preview({ file, url, onDone }: Chosen & { onDone: () => void }) {
  const { client, toasts } = useServices()
  const keep = useKeepUser()
  const use = useMutation({
    mutationFn: () => client.setPicture(file),
    onSuccess: async (user) => {
      await keep(user)
      onDone()
      toasts.say('Others see your picture now.')
    },
  })
  return (
    <div className="dialog-form">
      <div className="picture-preview">
        <img src={url} alt="How others will see it" />
        <img src={url} alt="" className="picture-preview-small" />
      </div>
      {use.isError && (
        <p className="text-field-problem" role="alert">
          {capitalised(messageOf(use.error))}
        </p>
      )}
      <div className="dialog-buttons">
        <Button onClick={onDone}>Cancel</Button>
        <Button look="primary" isBusy={use.isPending} onClick={() => use.mutate()}>
          Use this picture
        </Button>
      </div>
    </div>
  )
}

/** The session holds who one is, and so does whatever else is on show. */
function useKeepUser() {
  const { client } = useServices()
  const queryClient = useQueryClient()
  return async (user: User) => {
    queryClient.setQueryData(sessionQuery(client).queryKey, (session) => session && { ...session, user })
    await queryClient.invalidateQueries()
  }
}

/** The server says "picture must stand still …". */
function capitalised(sentence: string): string {
  return `The ${sentence}${sentence.endsWith('.') ? '' : '.'}`
}
