export { handleCreemWebhook as POST } from '../../../samples/creem-manual';
