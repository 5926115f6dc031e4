/** As the server asks for it (MIN_PASSWORD_LENGTH of the contract, which would bring its schemas along). */
export const MIN_PASSWORD_LENGTH = 8
