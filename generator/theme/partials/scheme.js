(function (root) {
  try {
    var scheme = localStorage.getItem("newsroom.scheme");
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
  } catch (blocked) {
    /* Without storage the pages follow the device. */
  }
})(document.documentElement);
