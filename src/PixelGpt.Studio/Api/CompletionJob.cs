using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Models;
using PixelGpt.Runs;

namespace PixelGpt.Studio.Api;

/// <summary>A request for completions, understood: what the decoder is asked, and how the answer is written.</summary>
internal sealed class CompletionJob
{
    /// <summary>The most completions of one picture.</summary>
    public const int MaxSequences = 16;

    private const int MaxScale = 32;

    private readonly CompletionBody _body;
    private readonly PixelModel _model;

    private CompletionJob(CompletionBody body, PixelModel model, int width, int height, CompletionRequest request, IReadOnlyList<string> notes)
    {
        (_body, _model, Width, Height, Request, Notes) = (body, model, width, height, request, notes);
    }

    public int Width { get; }

    public int Height { get; }

    public CompletionRequest Request { get; }

    public GenerationOptions Options => _body.Options;

    /// <summary>What was changed in a picture that was given as a file.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Understands a request.</summary>
    /// <exception cref="InputException">It makes no sense.</exception>
    public static CompletionJob Of(CompletionBody body, PixelModel model, RunFolder folder)
    {
        InputException.Check(body.NumReturnSequences is >= 1 and <= MaxSequences, "num_return_sequences", body.NumReturnSequences, $"1 to {MaxSequences}");
        InputException.Check(body.Format is "indices" or "png", "format", body.Format, "indices or png");
        InputException.Check(body.Scale is >= 1 and <= MaxScale, "scale", body.Scale, $"1 to {MaxScale}");
        InputException.Check(body.Alternatives is >= 0 and <= BatchingDecoder.MaxAlternatives, "alternatives", body.Alternatives, $"0 to {BatchingDecoder.MaxAlternatives}");
        if (body.Prompt is null == body.Image is null) throw new InputException("give either 'prompt' (indices) or 'image' (a PNG in base64)");
        if (body.Prompt is { } prompt)
        {
            if (body.PromptFraction is not null || body.PromptPixels is not null) throw new InputException("'keep' and 'prompt_pixels' belong to 'image'; a prompt of indices is as long as it is");
            return new CompletionJob(body, model, prompt.Width, prompt.Height, RequestOf(body, PictureFiles.Sprite(prompt.Width, prompt.Height, prompt.Pixels, model)), []);
        }

        (Sprite sprite, IReadOnlyList<string> notes) = PictureFiles.Read(body.Image!, model);
        return new CompletionJob(body, model, sprite.Width, sprite.Height, RequestOf(body, sprite.FirstPixels(PromptLength(body, sprite, folder))), notes);
    }

    /// <summary>Writes a completion.</summary>
    public CompletionItem Describe(DrawnPicture picture)
    {
        bool asPng = _body.Format == "png";
        return new CompletionItem(
            picture.Sequence,
            asPng ? null : picture.Pixels,
            asPng ? PictureFiles.Write(new Sprite(Width, Height, picture.Pixels), _model.Palette, _body.Scale) : null,
            Math.Round(picture.LogLikelihood, 6),
            _body.Record ? picture.Probability : null,
            _body.Record ? picture.Entropy : null,
            _body.Record && _body.Alternatives > 0 ? [.. picture.Alternatives.Select(Pairs)] : null);
    }

    /// <summary>The whole answer.</summary>
    public CompletionsBody Describe(IReadOnlyList<DrawnPicture> pictures) =>
        new(_body.Model, Width, Height, Request.Prompt.Length, Notes, [.. pictures.Select(Describe)], Ranking(pictures));

    /// <summary>Sequences, likeliest first.</summary>
    public static IReadOnlyList<int> Ranking(IEnumerable<DrawnPicture> pictures) => [.. pictures.OrderByDescending(p => p.LogLikelihood).Select(p => p.Sequence)];

    /// <summary>Colours with their chances, as pairs of numbers.</summary>
    public static IReadOnlyList<float[]> Pairs(IReadOnlyList<ColorProbability> alternatives) => [.. alternatives.Select(a => (float[])[a.Color, a.Probability])];

    private static int PromptLength(CompletionBody body, Sprite sprite, RunFolder folder)
    {
        int area = sprite.Width * sprite.Height;
        if (body.PromptPixels is { } pixels)
        {
            if (body.PromptFraction is not null) throw new InputException("give 'keep' or 'prompt_pixels', not both");
            return pixels;
        }

        return SequenceViews.PromptLength(area, body.PromptFraction ?? RunDefaults.Load(folder).PromptFraction);
    }

    private static CompletionRequest RequestOf(CompletionBody body, Sprite prompt)
    {
        CompletionRequest request = CompletionRequest.Of(prompt, 0);
        if (body.Locked is not { Count: > 0 }) return request;
        int[] locked = [.. Enumerable.Repeat(-1, request.Length)];
        foreach (int[] pair in body.Locked)
        {
            if (pair is not [int position, int color]) throw new InputException("'locked' is a list of pairs [position, colour]");
            InputException.Check(position >= 0 && position < request.Length, "a locked position", position, $"0 to {request.Length - 1}");
            locked[position] = color;
        }

        return request with { Locked = locked };
    }
}
