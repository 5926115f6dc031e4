// Draws what somebody sees who stands inside a spherical picture (equirectangular: longitude across, latitude down).
import type { SphereLook } from '@rushes/player/sphere-look'

export interface SpherePicture {
  draw: (picture: TexImageSource, look: SphereLook) => void
  close: () => void
}

/** One triangle covers the canvas. */
const CORNERS = `#version 300 es
out vec2 at;
void main() {
  at = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(at, 0.0, 1.0);
}`
/** A ray through each pixel, turned up and then to the right, meets the sphere at a longitude and a latitude. */
const VIEW = `#version 300 es
precision highp float;
uniform sampler2D picture;
uniform vec2 reach;
uniform vec2 turn;
in vec2 at;
out vec4 color;
const float PI = 3.14159265358979;
void main() {
  vec3 ray = normalize(vec3(at * reach, 1.0));
  float up = sin(turn.y);
  float level = cos(turn.y);
  vec3 pitched = vec3(ray.x, ray.y * level + ray.z * up, ray.z * level - ray.y * up);
  float longitude = atan(pitched.x, pitched.z) + turn.x;
  float latitude = asin(clamp(pitched.y, -1.0, 1.0));
  color = vec4(texture(picture, vec2(0.5 + longitude / (2.0 * PI), 0.5 - latitude / PI)).rgb, 1.0);
}`

/** Null where the browser has no WebGL. */
export function createSpherePicture(canvas: HTMLCanvasElement | OffscreenCanvas): SpherePicture | null {
  // What was drawn last is there for whoever saves it.
  const gl = canvas.getContext('webgl2', { antialias: false, preserveDrawingBuffer: true })
  if (gl === null) return null
  const program = gl.createProgram()
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, CORNERS],
    [gl.FRAGMENT_SHADER, VIEW],
  ] as const) {
    const shader = gl.createShader(kind)
    if (shader === null) return null
    gl.shaderSource(shader, source)
    gl.compileShader(shader)
    gl.attachShader(program, shader)
  }
  gl.linkProgram(program)
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true) return null
  gl.useProgram(program)
  const texture = gl.createTexture()
  gl.bindTexture(gl.TEXTURE_2D, texture)
  // Round the back the picture goes on at its other edge.
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.REPEAT)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR)
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR)
  const reach = gl.getUniformLocation(program, 'reach')
  const turn = gl.getUniformLocation(program, 'turn')
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  return {
    draw: (picture, { yaw, pitch, fov }) => {
      const { width, height } = canvas
      gl.viewport(0, 0, width, height)
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture)
      const across = Math.tan(radians(fov) / 2)
      gl.uniform2f(reach, across, (across * height) / width)
      gl.uniform2f(turn, radians(yaw), radians(pitch))
      gl.drawArrays(gl.TRIANGLES, 0, 3)
    },
    close: () => {
      gl.deleteTexture(texture)
      gl.deleteProgram(program)
    },
  }
}
