// The HTTP server as a function of its dependencies: everything it answers, on one screen.
import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import fastifyCookie from '@fastify/cookie'
import fastifyCors from '@fastify/cors'
import Fastify, { LogController } from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifyServerOptions } from 'fastify'
import { V2_ENDPOINTS } from '@rushes/contract/v2-endpoints'
import type { Deps } from './deps.ts'
import {
  accountMembershipRoute,
  getAccountRoute,
  getDiskRoute,
  listAccountsRoute,
} from './features/accounts/account-routes.ts'
import {
  batchDeleteAssetsRoute,
  createAssetRoute,
  deleteAssetRoute,
  getAssetRoute,
  getAudioRoute,
  getSubtitlesRoute,
  labelAssetRoute,
  listAncestorsRoute,
  listChildrenRoute,
  registerRealtimePartsRoute,
  updateAssetRoute,
} from './features/assets/asset-routes.ts'
import { presentAssets } from './features/assets/present-assets.ts'
import {
  batchCopyAssetsRoute,
  copyAssetRoute,
  deleteStackRoute,
  listTrashRoute,
  moveAssetRoute,
  purgeAssetRoute,
  restoreAssetRoute,
  unversionAssetRoute,
  versionAssetRoute,
} from './features/assets/tree-routes.ts'
import { createViewCounter } from './features/assets/view-counter.ts'
import {
  carryCommentsRoute,
  completeCommentRoute,
  createCommentRoute,
  createReplyRoute,
  deleteCommentRoute,
  exportCommentsRoute,
  getCommentRoute,
  likeCommentRoute,
  listCommentsRoute,
  listImpressionsRoute,
  listMentionableRoute,
  listOwnLikesRoute,
  listRepliesRoute,
  readCommentsRoute,
  restoreCommentRoute,
  uncompleteCommentRoute,
  unlikeCommentRoute,
  updateCommentByPostRoute,
  updateCommentRoute,
} from './features/comments/comment-routes.ts'
import { registerDelivery } from './features/delivery/delivery-routes.ts'
import { registerDocs } from './features/docs/docs-routes.ts'
import type { LiveChannel } from './features/live/live-channel.ts'
import { registerLive } from './features/live/live-routes.ts'
import { getFrameRoute } from './features/media/frame-routes.ts'
import {
  getPipelineRoute,
  listProcessingRoute,
  retryPipelineRoute,
  stopPipelineRoute,
} from './features/media/pipeline-routes.ts'
import {
  createInvitationRoute,
  listInvitationsRoute,
  registerInvitationPage,
  renewInvitationRoute,
  revokeInvitationRoute,
} from './features/people/invitation-routes.ts'
import {
  changePersonRoute,
  deactivatePersonRoute,
  handOverRoute,
  listPeopleRoute,
  passwordLinkRoute,
  reactivatePersonRoute,
  removePersonRoute,
  resetSecondFactorRoute,
} from './features/people/people-routes.ts'
import {
  addCollaboratorRoute,
  batchAddCollaboratorsRoute,
  batchRemoveCollaboratorsRoute,
  listCollaboratorsRoute,
  listPendingCollaboratorsRoute,
  projectMembershipRoute,
  removeCollaboratorByIdRoute,
  removeCollaboratorRoute,
  removePendingCollaboratorRoute,
} from './features/projects/collaborator-routes.ts'
import {
  createProjectRoute,
  deleteProjectRoute,
  getProjectRoute,
  listProjectsRoute,
  listSharedProjectsRoute,
  projectTreeRoute,
  setUserPreferencesRoute,
  updateProjectRoute,
} from './features/projects/project-routes.ts'
import {
  beginVisitRoute,
  dismissNewsRoute,
  listNewsRoute,
  recentAssetsRoute,
} from './features/visits/visit-routes.ts'
import { searchCommentsRoute, searchRoutes } from './features/search/search-routes.ts'
import { securityRoutes } from './features/security/security-routes.ts'
import { endSessionRoute, endSessionsRoute, listSessionsRoute } from './features/sessions/own-sessions.ts'
import { registerSessions } from './features/sessions/session-routes.ts'
import { registerMetrics } from './features/system/metrics.ts'
import { registerSystem } from './features/system/system-routes.ts'
import {
  addTeamMemberRoute,
  addTeamMembershipRoute,
  batchAddTeamMembersRoute,
  batchRemoveTeamMembersRoute,
  listTeamMembersRoute,
  teamMembershipRoute,
} from './features/teams/member-routes.ts'
import {
  createTeamRoute,
  getTeamRoute,
  listAccountTeamsRoute,
  listTeamsRoute,
  updateTeamRoute,
} from './features/teams/team-routes.ts'
import { getRateLimitsRoute, listTokenRequestsRoute } from './features/tokens/console-routes.ts'
import { createTokenRoute, listTokensRoute, revokeTokenRoute } from './features/tokens/token-routes.ts'
import {
  cancelUploadRoute,
  registerPartUploads,
  uploadStatusRoute,
} from './features/uploads/upload-routes.ts'
import { changePasswordRoute, updateProfileRoute } from './features/users/own-profile.ts'
import { registerPictures, removePictureRoute, setPictureRoute } from './features/users/picture-routes.ts'
import { getMeRoute } from './features/users/user-routes.ts'
import { isPage, registerWeb } from './features/web/web-routes.ts'
import { createZipRoute, registerZips } from './features/zips/zip-routes.ts'
import { addBodyParsers, MAX_BODY_BYTES, mendSecondQuestionMark, parseQuery } from './http/body-parsers.ts'
import { answerBrokenRequest } from './http/broken-request.ts'
import { addCallRecord, callerOf, noteStrayCaller } from './http/call-record.ts'
import { addCompression } from './http/compression.ts'
import { renderError } from './http/error-renderer.ts'
import { errors, HttpError } from './http/errors.ts'
import { addCommonHeaders, commonHeaders, EXPOSED_HEADERS, requestId } from './http/headers.ts'
import { takeFromBucket } from './http/route.ts'
import type { Route } from './http/route.ts'

/** Every endpoint with a token and a scope. docs/v2-coverage.md is checked against this list. */
export function routeMap(deps: Deps, views = createViewCounter(deps.db)): Route[] {
  return [
    getMeRoute,
    listAccountsRoute,
    getAccountRoute,
    accountMembershipRoute,
    getDiskRoute,
    listAccountTeamsRoute,
    createTeamRoute,
    listTeamsRoute,
    getTeamRoute,
    updateTeamRoute,
    listTeamMembersRoute,
    addTeamMemberRoute,
    teamMembershipRoute,
    addTeamMembershipRoute,
    batchAddTeamMembersRoute,
    batchRemoveTeamMembersRoute,
    listProjectsRoute,
    createProjectRoute,
    listSharedProjectsRoute,
    getProjectRoute,
    updateProjectRoute,
    deleteProjectRoute,
    projectMembershipRoute,
    projectTreeRoute,
    listCollaboratorsRoute,
    addCollaboratorRoute,
    removeCollaboratorRoute,
    removeCollaboratorByIdRoute,
    listPendingCollaboratorsRoute,
    removePendingCollaboratorRoute,
    batchAddCollaboratorsRoute,
    batchRemoveCollaboratorsRoute,
    listTrashRoute,
    getAssetRoute(views),
    listChildrenRoute,
    createAssetRoute,
    updateAssetRoute,
    deleteAssetRoute,
    restoreAssetRoute,
    labelAssetRoute,
    versionAssetRoute,
    unversionAssetRoute,
    batchDeleteAssetsRoute,
    moveAssetRoute,
    listCommentsRoute,
    createCommentRoute,
    getCommentRoute,
    updateCommentRoute,
    updateCommentByPostRoute,
    deleteCommentRoute,
    completeCommentRoute,
    uncompleteCommentRoute,
    likeCommentRoute,
    unlikeCommentRoute,
    listImpressionsRoute,
    listRepliesRoute,
    createReplyRoute,
    copyAssetRoute,
    batchCopyAssetsRoute,
    getAudioRoute,
    getSubtitlesRoute,
    registerRealtimePartsRoute,
    ...searchRoutes(presentAssets),
    // Ours, beside /v2.
    restoreCommentRoute,
    readCommentsRoute,
    listMentionableRoute,
    carryCommentsRoute,
    exportCommentsRoute,
    listOwnLikesRoute,
    searchCommentsRoute,
    beginVisitRoute,
    listNewsRoute,
    dismissNewsRoute,
    recentAssetsRoute(presentAssets),
    setUserPreferencesRoute,
    listTokensRoute,
    createTokenRoute,
    revokeTokenRoute,
    listTokenRequestsRoute,
    getRateLimitsRoute,
    listSessionsRoute,
    endSessionRoute,
    endSessionsRoute,
    updateProfileRoute,
    setPictureRoute(),
    removePictureRoute,
    changePasswordRoute(deps),
    ...securityRoutes(deps),
    listPeopleRoute,
    changePersonRoute,
    removePersonRoute,
    deactivatePersonRoute,
    reactivatePersonRoute,
    passwordLinkRoute,
    resetSecondFactorRoute,
    handOverRoute,
    listInvitationsRoute,
    createInvitationRoute,
    renewInvitationRoute,
    revokeInvitationRoute,
    createZipRoute,
    listAncestorsRoute,
    purgeAssetRoute,
    deleteStackRoute,
    uploadStatusRoute,
    cancelUploadRoute,
    getFrameRoute,
    getPipelineRoute,
    retryPipelineRoute,
    stopPipelineRoute,
    listProcessingRoute,
  ]
}

/** Endpoints of the V2 API that need no token and stand outside the map above. */
export const OPEN_V2_ENDPOINTS = ['GET /health', 'GET /v2/health']

/** What is gathered in memory and written in batches: views, and the calls of tokens. */
const FLUSH_MS = 2_000
/** A part may take hours on a slow line; a request without a body may not. */
const REQUEST_HEADERS_TIMEOUT_MS = 60_000
/** Longer than proxies and clients keep an idle connection: whoever closes second never cuts off a request. */
const KEEP_ALIVE_MS = 75_000

export async function buildApp(
  deps: Deps,
  live: LiveChannel,
  tls: { cert: Buffer; key: Buffer } | null,
): Promise<FastifyInstance> {
  const { origin } = deps
  const options: FastifyServerOptions = {
    loggerInstance: deps.log,
    genReqId: requestId(deps.newId),
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: deps.config.trustedProxies.length === 0 ? false : deps.config.trustedProxies,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 0,
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    rewriteUrl: (request) => mendSecondQuestionMark(request.url ?? '/'),
    routerOptions: { querystringParser: parseQuery, maxParamLength: 1000, ignoreTrailingSlash: true },
    clientErrorHandler: answerBrokenRequest,
    // An address that cannot be decoded is answered before any hook runs.
    frameworkErrors: (error, request, reply) => {
      void reply.headers(commonHeaders(request.id, origin))
      renderError(refusedStray(deps, request, reply) ?? error, request, reply)
    },
    serverFactory: (handler) => {
      const settings = {
        headersTimeout: REQUEST_HEADERS_TIMEOUT_MS,
        keepAliveTimeout: KEEP_ALIVE_MS,
        requestTimeout: 0,
      }
      // Fastify's types know plain HTTP only; what it calls on the server is the same on both.
      return tls === null
        ? createHttpServer(settings, handler)
        : createHttpsServer({ ...settings, ...tls }, handler)
    },
  }
  const app = Fastify(options)
  app.setErrorHandler((error: Error, request, reply) => renderError(error, request, reply))
  addCommonHeaders(app, origin)
  addCallRecord(app, deps)
  await app.register(fastifyCookie)
  // V2 is called from other origins with a token; the cookie never travels there: credentials stay off.
  await app.register(fastifyCors, {
    origin: '*',
    exposedHeaders: EXPOSED_HEADERS,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    maxAge: 600,
  })
  await addCompression(app)

  const views = createViewCounter(deps.db)
  const flush = setInterval(() => {
    deps.background.start('count views', () => views.flush())
    deps.background.start('record calls of tokens', () => deps.tokenRequests.flush())
  }, FLUSH_MS)
  app.addHook('onClose', async () => {
    clearInterval(flush)
    await views.flush()
    await deps.tokenRequests.flush()
  })

  addBodyParsers(app)
  await app.register(async (api) => {
    const routes = routeMap(deps, views)
    for (const route of routes) route.register(api, deps)
    registerSessions(api, deps)
    registerInvitationPage(api, deps)
    registerSystem(api, deps)
    registerMetrics(api, deps)
    registerLive(api, deps, live)
    registerZips(api, deps)
    registerDocs(api, origin, routes)
  })
  await app.register(async (uploads) => registerPartUploads(uploads, deps))
  await app.register(async (delivery) => registerDelivery(delivery, deps))
  await app.register(async (pictures) => registerPictures(pictures, deps))
  const hasWeb = await registerWeb(app)

  app.setNotFoundHandler(async (request, reply) => {
    if (hasWeb && isPage(request)) return reply.sendFile('index.html')
    await noteStrayCaller(deps, request)
    const refused = refusedStray(deps, request, reply)
    if (refused !== null) throw refused
    const unbuilt = V2_ENDPOINTS.find(
      ({ method, path }) => method === request.method && matches(path, request.url),
    )
    throw unbuilt === undefined ? errors.unknownPath() : errors.notBuilt(unbuilt.title)
  })
  return app
}

/** Every answer of the V2 API says what the limits leave (v2-platform.md 5): addresses that lead nowhere share a bucket. */
function refusedStray(deps: Deps, request: FastifyRequest, reply: FastifyReply): HttpError | null {
  if (!request.url.startsWith('/v2/')) return null
  const who = callerOf(request)?.userId ?? request.ip
  try {
    takeFromBucket(deps.limiter, reply, who, { method: request.method, path: '/v2/…' })
    return null
  } catch (error) {
    if (error instanceof HttpError) return error
    throw error
  }
}

/** "/v2/teams/{team_id}/hooks" against "/v2/teams/123/hooks?page=1". */
function matches(pattern: string, url: string): boolean {
  const wanted = pattern.split('/')
  const actual = (url.split('?', 1)[0] ?? '').split('/')
  return (
    wanted.length === actual.length &&
    wanted.every((segment, index) => segment.startsWith('{') || segment === actual[index])
  )
}
