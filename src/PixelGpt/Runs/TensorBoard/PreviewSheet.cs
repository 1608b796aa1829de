using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Imaging;
using PixelGpt.Rendering;

namespace PixelGpt.Runs.TensorBoard;

/// <summary>Draws completions of a model in training: prompt, completion and truth of a few pictures.</summary>
internal sealed class PreviewSheet : IDisposable
{
    private readonly IReadOnlyList<Sprite> _pictures;
    private readonly CompletionRequest[] _requests;
    private readonly GenerationOptions _generation;
    private readonly Palette _palette;
    private readonly PixelDecoder _decoder;

    /// <summary>Creates a sheet for a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="threads">Number of threads to use; pictures do not depend on it.</param>
    public PreviewSheet(TrainingRun run, int threads)
    {
        _pictures = PreviewPrompts.Pictures(run.Data);
        _requests = PreviewPrompts.Of(_pictures, run.Record.Recipe.PromptFraction);
        _generation = GenerationConfigFile.Load(run.Folder);
        _palette = run.Model.Palette;
        _decoder = new PixelDecoder(run.Model, threads);
    }

    /// <summary>Completes the pictures with the current weights of the model.</summary>
    /// <param name="epoch">The epoch of the weights.</param>
    /// <returns>The sheet; null if the data set has no complete sprites.</returns>
    public PixelImage? Draw(int epoch)
    {
        if (_requests.Length == 0) return null;
        int[][] completed = _decoder.Complete(_requests, _generation);
        return ContactSheet.Triptych(
            [.. _pictures.Select((s, i) => (s.FirstPixels(_requests[i].Prompt.Length), new Sprite(s.Width, s.Height, completed[i]), (Sprite?)s))], _palette, $"epoch {epoch}");
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();
}
