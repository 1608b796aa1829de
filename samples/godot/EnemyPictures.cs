using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGptEnemies;

/// <summary>Draws enemies. This class knows nothing about Godot, so it can be tested without it.</summary>
public sealed class EnemyPictures
{
    private readonly ModelFile _file;

    /// <summary>Uses the model that is part of the library.</summary>
    public EnemyPictures() => _file = new ModelFile(PixelModel.BuiltIn, GenerationConfigFile.LoadBuiltIn());

    /// <summary>Uses an own model.</summary>
    /// <param name="bytes">The content of a file that <c>pixelgpt convert RUN --single FILE.pixelgpt</c> wrote.</param>
    public EnemyPictures(byte[] bytes) => _file = ModelFile.Load(bytes);

    /// <summary>Draws pictures on a worker thread, so that the game goes on.</summary>
    /// <param name="count">The number of pictures.</param>
    /// <param name="size">Width and height in pixels, which the model must support.</param>
    /// <param name="seed">The seed. The same seed gives the same pictures on every machine.</param>
    /// <param name="stop">Cancels the drawing.</param>
    /// <returns>The pixels of each picture: four bytes red, green, blue and alpha per pixel, row by row. The background is transparent.</returns>
    public Task<IReadOnlyList<byte[]>> DrawAsync(int count, int size, ulong seed, CancellationToken stop) => Task.Run<IReadOnlyList<byte[]>>(
        () =>
        {
            GenerationOptions options = _file.Sampling with { Seed = seed, NumReturnSequences = count, Symmetry = true };
            return _file.Model.Generate(size, size, options, threads: 1, cancellationToken: stop).Select(ToRgba).ToList();
        },
        stop);

    private byte[] ToRgba(Sprite picture)
    {
        var bytes = new byte[4 * picture.Pixels.Length];
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            int index = picture.Pixels[i];
            Rgb color = _file.Model.Palette[index];
            (bytes[4 * i], bytes[(4 * i) + 1], bytes[(4 * i) + 2], bytes[(4 * i) + 3]) = (color.R, color.G, color.B, index == 0 ? (byte)0 : (byte)255);
        }

        return bytes;
    }
}
