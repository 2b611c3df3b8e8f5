import { taken } from '../../../servers/handlers';

export const dynamic = 'force-dynamic';

export function GET() {
  return Response.json(taken());
}
