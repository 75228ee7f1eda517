/** An element that may be given the token of a member. */

export class MemberElement extends HTMLElement {
  /** Opens an article that is for members only; "" for none. */
  get token() {
    return this.getAttribute("token") ?? "";
  }

  set token(token) {
    this.setAttribute("token", token);
  }
}
