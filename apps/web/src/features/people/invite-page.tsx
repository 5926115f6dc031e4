// Where an invitation's link leads: somebody new says who they are, somebody signed in joins with one button.
import type { OpenInvitation } from '@rushes/contract/people'
import type { Session } from '@rushes/contract/sessions'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { isNotFound } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { roleName } from '../places/roles.ts'
import { Entrance } from '../session/entrance.tsx'
import { sessionQuery } from '../session/session-query.ts'
import { JoinAsYourself } from './join-as-yourself.tsx'
import { openInvitationQuery } from './people-queries.ts'
import { SignUpForm } from './sign-up-form.tsx'
import { useAccept } from './use-accept.ts'
import type { Accept } from './use-accept.ts'

export function InvitePage() {
  useTitle('Invitation')
  const { client } = useServices()
  const { code } = useParams({ from: '/invite/$code' })
  const invitation = useQuery(openInvitationQuery(client, code))
  const session = useQuery({ ...sessionQuery(client), retry: false })
  const accept = useAccept(code)

  // A link that is being used is gone; what it leads to is opening.
  const isAccepting = accept.isPending || accept.isSuccess
  if (isNotFound(invitation.error) && !isAccepting) return <SpentLink isSignedIn={session.isSuccess} />
  if (invitation.error !== null && invitation.data === undefined && !isAccepting)
    return (
      <Entrance title="That did not work" text={messageOf(invitation.error)}>
        <Button onClick={() => void invitation.refetch()}>Try again</Button>
      </Entrance>
    )
  if (invitation.data === undefined || session.isPending)
    return (
      <Entrance title="One moment" text="Opening your invitation.">
        <Skeleton className="entrance-waiting" />
      </Entrance>
    )
  const { title, text } = wordsFor(invitation.data)
  return (
    <Entrance title={title} text={text}>
      {invitation.data.message !== null && (
        <blockquote className="entrance-quote">{invitation.data.message}</blockquote>
      )}
      <WayIn code={code} invitation={invitation.data} session={session.data} accept={accept} />
    </Entrance>
  )
}

function WayIn(props: {
  code: string
  invitation: OpenInvitation
  session: Session | undefined
  accept: Accept
}) {
  const { code, invitation, session, accept } = props
  if (session !== undefined)
    return <JoinAsYourself user={session.user} invitation={invitation} accept={accept} />
  const signIn = { to: '/login', search: { next: `/invite/${code}` } } as const
  if (invitation.must_sign_in)
    return (
      <div className="entrance-fields">
        <p className="entrance-text">You have an account here with {invitation.email}.</p>
        <Link {...signIn} className="button button-primary">
          Sign in to join
        </Link>
      </div>
    )
  return (
    <>
      <SignUpForm invitation={invitation} accept={accept} />
      <p className="entrance-text">
        Been here before?{' '}
        <Link {...signIn} className="entrance-link">
          Sign in to join
        </Link>
      </p>
    </>
  )
}

function SpentLink({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <Entrance
      title="This link has done its work"
      text="It was used already, taken back, or is too old. Ask whoever sent it for a new one; it takes them a moment."
    >
      <Link to={isSignedIn ? '/' : '/login'} className="button button-quiet">
        {isSignedIn ? 'To your projects' : 'Sign in'}
      </Link>
    </Entrance>
  )
}

function wordsFor(invitation: OpenInvitation): { title: string; text: string } {
  const { inviter_name: inviter, place, place_name: name, account_name: account, role } = invitation
  switch (place) {
    case 'project':
      return {
        title: `Join “${name}”`,
        text: `${inviter} invites you to look at this project with them, and to say what you think.`,
      }
    case 'team':
      return {
        title: `Join ${name}`,
        text: `${inviter} invites you into this team of ${account}. You will be a ${roleName(role).toLowerCase()}.`,
      }
    case 'account':
      return {
        title: `Join ${account}`,
        text: `${inviter} invites you. Your role will be: ${roleName(role).toLowerCase()}.`,
      }
  }
}
