export async function benchUp() {}
