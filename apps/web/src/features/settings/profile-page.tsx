import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { Panel } from '../../ui/panel.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { fieldOf, problemOf } from '../session/form-field.ts'
import { sessionQuery } from '../session/session-query.ts'
import { ColourField } from './colour-field.tsx'
import { PictureButtons } from './picture-buttons.tsx'
import { TimeZoneField } from './time-zone-field.tsx'
import './profile-page.css'

/** What is wrong with these is said at the field. */
const FIELDS = ['name', 'timezone_value', 'location', 'phone']

export function ProfilePage() {
  useTitle('Profile')
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const session = useSuspenseQuery(sessionQuery(client)).data
  const { user } = session
  const [name, setName] = useState(user.name)
  const [color, setColor] = useState(user.avatar_color)
  const save = useMutation({
    mutationFn: client.updateProfile,
    onSuccess: async (changed) => {
      queryClient.setQueryData(sessionQuery(client).queryKey, { ...session, user: changed })
      toasts.say('Your profile was saved.')
      await queryClient.invalidateQueries()
    },
    onError: (error) => {
      if (!FIELDS.some((field) => problemOf(error, field) !== null)) toasts.complain(messageOf(error))
    },
  })

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    save.mutate({
      name: name.trim(),
      color,
      timezone_value: fieldOf(form, 'timezone'),
      location: fieldOf(form, 'location').trim() || null,
      phone: fieldOf(form, 'phone').trim() || null,
    })
  }

  return (
    <>
      <h1 className="page-title">Profile</h1>
      <Panel
        title="How others see you"
        text="Your name and picture stand beside everything you bring in and say."
      >
        <form className="profile" onSubmit={submit}>
          <div className="profile-self">
            <Avatar person={{ ...user, name, avatar_color: color }} sizePixels={96} />
            <div className="profile-who">
              <p className="profile-name">{name.trim() === '' ? user.email : name}</p>
              <p className="profile-email">{user.email}</p>
              <PictureButtons hasPicture={user.image_256 !== null} />
            </div>
          </div>
          <TextField
            label="Name"
            name="name"
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            required
            maxLength={200}
            problem={problemOf(save.error, 'name')}
          />
          <ColourField value={color} onChange={setColor} />
          <TimeZoneField name="timezone" initial={user.timezone_value} />
          <div className="profile-pair">
            <TextField
              label="Location"
              name="location"
              defaultValue={user.location ?? ''}
              placeholder="Where you work from"
              problem={problemOf(save.error, 'location')}
            />
            <TextField
              label="Phone"
              name="phone"
              type="tel"
              autoComplete="tel"
              defaultValue={user.phone ?? ''}
              problem={problemOf(save.error, 'phone')}
            />
          </div>
          <div>
            <Button type="submit" look="primary" isBusy={save.isPending}>
              Save profile
            </Button>
          </div>
        </form>
      </Panel>
    </>
  )
}
