/** Images of the engine: look, pull with policy, make the bundled ones. One pull of an image at a time. */
import { Semaphore } from '@kuorum/base';
import type Docker from 'dockerode';
import { imagePullTimeoutMs, pullsConcurrency } from '../../limits.js';
import { isBundledImage, isValidImageName, normalizeImage } from '../bundled-images.js';
import { RuntimeError, type PullPolicy } from '../types.js';
import { ensureBundledImage, findImage, finished } from './docker-bundled-images.js';
import { engineCall, runtimeError } from './engine.js';

export interface EnsuredImage {
  readonly imageId: string;
  readonly pulled: boolean;
}

export class DockerImages {
  private readonly underway = new Map<string, Promise<string>>();
  /** Only for pulls: an image that is there is there at once, whatever else is being fetched. */
  private readonly pulls = new Semaphore(pullsConcurrency);

  constructor(private readonly engine: Docker) {}

  async ensure(image: string, policy: PullPolicy): Promise<EnsuredImage> {
    if (!isValidImageName(image)) {
      throw new RuntimeError(
        'InvalidImageName',
        `Failed to apply default image tag "${image}": invalid reference format`,
      );
    }
    const name = normalizeImage(image);
    const present = await findImage(this.engine, image);
    if (isBundledImage(name)) {
      if (present !== undefined) return { imageId: present, pulled: false };
      if (policy !== 'Never') {
        return { imageId: await this.once(name, () => ensureBundledImage(this.engine, name)), pulled: false };
      }
    }
    if (present !== undefined && policy !== 'Always') return { imageId: present, pulled: false };
    if (policy === 'Never') {
      throw new RuntimeError(
        'ErrImageNeverPull',
        `Container image "${image}" is not present with pull policy of Never`,
      );
    }
    return { imageId: await this.once(name, () => this.pull(name)), pulled: true };
  }

  private once(name: string, make: () => Promise<string>): Promise<string> {
    const running = this.underway.get(name);
    if (running !== undefined) return running;
    const promise = this.pulls.run(make).finally(() => this.underway.delete(name));
    this.underway.set(name, promise);
    return promise;
  }

  private async pull(image: string): Promise<string> {
    try {
      await engineCall(`pull ${image}`, imagePullTimeoutMs, async (abortSignal) => {
        const progress = await this.engine.pull(image, { abortSignal });
        await finished(progress);
      });
      const id = await findImage(this.engine, image);
      if (id !== undefined) return id;
    } catch (error) {
      throw runtimeError(error, 'ErrImagePull');
    }
    throw new RuntimeError('ErrImagePull', `Cannot find ${image} after pulling it`);
  }
}
