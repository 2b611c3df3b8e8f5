export default function Page() {
  return <p>Webhooks are received here.</p>;
}
