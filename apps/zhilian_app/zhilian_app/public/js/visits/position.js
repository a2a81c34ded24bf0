// Where the visit was written down: a help that never asks twice, never waits and never complains.

const OPTIONS = { enableHighAccuracy: true, timeout: 20000, maximumAge: 120000 };

// "granted", "prompt" (the person has not been asked), or "denied" (also where there is no GPS or no https).
export async function locating_state() {
  if (!navigator.geolocation || !window.isSecureContext || !navigator.permissions) return "denied";
  try {
    return (await navigator.permissions.query({ name: "geolocation" })).state;
  } catch {
    return "denied";
  }
}

export function locate() {
  return new Promise((resolve) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ latitude: coords.latitude, longitude: coords.longitude }),
      () => resolve(null),
      OPTIONS,
    );
  });
}
