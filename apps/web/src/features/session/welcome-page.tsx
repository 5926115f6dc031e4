// Where a link leads that sets a password: the first one, or a new one for who forgot theirs. Then straight in.
import type { Session } from '@rushes/contract/sessions'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { isNotFound } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { Entrance } from './entrance.tsx'
import { SecondStep } from './second-step.tsx'
import { methodsQuery, sessionQuery, welcomeLinkQuery } from './session-query.ts'
import { SetPasswordForm } from './set-password-form.tsx'

export function WelcomePage() {
  const { client } = useServices()
  const { code } = useParams({ from: '/welcome/$code' })
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const link = useQuery(welcomeLinkQuery(client, code))
  const [challenge, setChallenge] = useState<string | null>(null)
  const [isSpent, setSpent] = useState(false)
  useTitle(link.data?.is_first === false ? 'A new password' : 'Welcome')
  const goIn = (session: Session) => {
    queryClient.setQueryData(sessionQuery(client).queryKey, session)
    void navigate({ to: '/', replace: true })
  }

  if (challenge !== null)
    return (
      <SecondStep
        challenge={challenge}
        onSignedIn={goIn}
        // The link has done its work: the way back is to sign in.
        onBack={() => void navigate({ to: '/login' })}
      />
    )
  if (isSpent || isNotFound(link.error)) return <SpentLink />
  if (link.error !== null && link.data === undefined)
    return (
      <Entrance title="That did not work" text={messageOf(link.error)}>
        <Button onClick={() => void link.refetch()}>Try again</Button>
      </Entrance>
    )
  if (link.data === undefined)
    return (
      <Entrance title="One moment" text="Opening your link.">
        <Skeleton className="entrance-waiting" />
      </Entrance>
    )
  const { is_first: isFirst, name, email } = link.data
  return (
    <Entrance
      title={isFirst ? 'Welcome to Rushes' : 'A new password'}
      text={
        isFirst
          ? 'Choose a password and the screening room is yours.'
          : `For ${name}, ${email}. Choose one, and you are in; every other browser is signed out.`
      }
    >
      <SetPasswordForm
        code={code}
        link={link.data}
        onSpent={() => setSpent(true)}
        onAnswer={({ user, second_factor: missing }) => {
          if (user !== null) goIn({ user })
          else setChallenge(missing?.challenge ?? null)
        }}
      />
    </Entrance>
  )
}

/** The way to another link is one press away, where the server mails them. */
function SpentLink() {
  const { client } = useServices()
  const methods = useQuery(methodsQuery(client))
  const hasMail = methods.data?.has_mail === true
  return (
    <Entrance
      title="This link has done its work"
      text={
        hasMail
          ? 'It was used already or has expired. Have a new one mailed to you, or sign in with the password you have.'
          : 'It was used already or has expired. Ask an owner or admin of your account for a new one, or sign in with the password you have.'
      }
    >
      {hasMail && (
        <Link to="/forgotten" className="button button-primary">
          Mail me a new link
        </Link>
      )}
      <Link to="/login" className="button button-quiet">
        Sign in
      </Link>
    </Entrance>
  )
}
