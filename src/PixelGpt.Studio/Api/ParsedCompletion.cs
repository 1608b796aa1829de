using PixelGpt.Data;
using PixelGpt.Generation;
using PixelGpt.Generation.Batching;
using PixelGpt.Runs;
using PixelGpt.Studio.Contracts;
using PixelGpt.Studio.Inference;
using PixelGpt.Studio.Models;

namespace PixelGpt.Studio.Api;

/// <summary>A validated completion body, converted for the decoder. Also creates the response in the requested format.</summary>
internal sealed class ParsedCompletion
{
    /// <summary>Maximum number of completions of a picture.</summary>
    internal const int MaxSequences = 16;

    private const int MaxScale = 32;

    private readonly CompletionBody _body;
    private readonly Palette _palette;
    private readonly CompletionRanking _ranking;
    private readonly int _width;
    private readonly int _height;
    private readonly int _promptLength;
    private readonly ImportedPicture? _image;
    private readonly List<string> _notes;
    private readonly bool _isMasked;

    private ParsedCompletion(CompletionBody body, ModelLease lease, CompletionRanking ranking, Sprite prompt, ImportedPicture? image)
    {
        ranking.Check(lease.Model, [prompt], GenerationOptions.Greedy);
        _ranking = ranking;
        (_body, _palette, _width, _height, _promptLength, _image) = (body, lease.Model.Palette, prompt.Width, prompt.Height, prompt.Pixels.Length, image);
        Options = OptionsOf(body, lease.Generation);
        _notes = [.. image?.Notes ?? []];
        bool[]? mask = CompletionMask.Read(body, prompt, _notes);
        if (body.Vary is not null)
        {
            VariationOptions variation = CompletionMask.ReadVariation(body.Vary, mask);
            mask = variation.DrawMask(prompt, body.Seed, 0);
            Options = variation.Restrict(Options, prompt, _palette.Count);
        }

        _isMasked = mask is not null;
        var sizes = ModelSizes.Of(lease);
        if (sizes.Fits(_width, _height))
        {
            Request = PictureRequest.Whole(mask is null ? RequestOf(body, prompt) : CompletionRequest.Of(prompt, mask, 0));
            return;
        }

        Options = PartwiseCompletion.Options(Options, prompt, mask);
        Request = PartwiseCompletion.Request(body, prompt, mask, lease);
    }

    /// <summary>The picture to complete.</summary>
    public PictureRequest Request { get; }

    /// <summary>The generation options.</summary>
    public GenerationOptions Options { get; }

    /// <summary>Validates and converts a completion body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="lease">The model that the body names, with the palette of the picture.</param>
    /// <param name="folders">The models folder, for the judge that the body names.</param>
    /// <param name="image">The converted image of the body; null if it has none.</param>
    /// <exception cref="InputException">A value is invalid.</exception>
    /// <exception cref="ApiException">There is no judge with the given id.</exception>
    public static ParsedCompletion Parse(CompletionBody body, ModelLease lease, ModelFolders folders, ImportedPicture? image)
    {
        InputException.Check(body.NumReturnSequences is >= 1 and <= MaxSequences, "num_return_sequences", body.NumReturnSequences, $"1 to {MaxSequences}");
        if (!(body.DoSample ?? lease.Generation.DoSample) && body.NumReturnSequences > 1)
            throw new InputException($"num_return_sequences must be 1 for greedy decoding (got {body.NumReturnSequences}); set do_sample to true for more");
        InputException.Check(body.Format is "indices" or "png", "format", Excerpt.Of(body.Format), "indices or png");
        InputException.Check(body.Scale is >= 1 and <= MaxScale, "scale", body.Scale, $"1 to {MaxScale}");
        InputException.Check(body.Alternatives is >= 0 and <= BatchingDecoder.MaxAlternatives, "alternatives", body.Alternatives, $"0 to {BatchingDecoder.MaxAlternatives}");
        if (body.Prompt is null == body.Image is null) throw new InputException("exactly one of 'prompt' (palette indices) and 'image' (a picture file in base64) is required");
        if (body.PromptFraction is not null && body.Keep is not null) throw new InputException("'keep' is a deprecated alias of 'prompt_fraction'; use only 'prompt_fraction'");
        CompletionRanking ranking = body.Judge is { } judge ? CompletionRanking.LoadJudge(folders.Find(judge).Path) : CompletionRanking.Likelihood;
        if (body.Prompt is { } prompt)
        {
            if (body.PromptFraction is not null || body.Keep is not null || body.PromptPixels is not null)
                throw new InputException("'prompt_fraction' ('keep') and 'prompt_pixels' require 'image'; all pixels of 'prompt' are used");
            return new ParsedCompletion(body, lease, ranking, SpriteConverter.FromIndices(prompt.Width, prompt.Height, prompt.Pixels, lease), null);
        }

        bool isWhole = CompletionMask.IsGiven(body);
        if (isWhole && (body.PromptFraction is not null || body.Keep is not null || body.PromptPixels is not null))
            throw new InputException("'prompt_fraction' ('keep') and 'prompt_pixels' cannot be combined with 'mask', 'mask_image' and 'vary'");
        return new ParsedCompletion(body, lease, ranking, isWhole ? image!.Sprite : image!.Sprite.FirstPixels(PromptLength(body, image.Sprite, lease.Source)), image);
    }

    /// <summary>Converts the completions to a response.</summary>
    public CompletionsBody ToBody(IReadOnlyList<GeneratedPicture> pictures)
    {
        (IReadOnlyList<int> ranking, IReadOnlyList<double> scores) = Rank(pictures);
        return new CompletionsBody(_body.Model, _width, _height, Request.GivenCount, _notes, [.. pictures.Select(ToItem)], ranking, scores, _image?.OwnPalette?.ToHex());
    }

    /// <summary>Converts one completion.</summary>
    public CompletionItem ToItem(GeneratedPicture picture)
    {
        bool isPng = _body.Format == "png";
        return new CompletionItem(
            picture.Sequence,
            isPng ? null : picture.Pixels,
            isPng ? SpriteConverter.ToPng(new Sprite(_width, _height, picture.Pixels), _palette, _body.Scale, _body.Transparent || _image is { HasTransparency: true }) : null,
            Math.Round(picture.LogLikelihood, 6),
            _body.Record && _isMasked ? picture.Generated : null,
            _body.Record ? picture.Probability : null,
            _body.Record ? picture.Entropy : null,
            _body.Record && _body.Alternatives > 0 ? [.. picture.Alternatives.Select(BodyMapping.ToPairs)] : null);
    }

    /// <summary>Returns the data of the stream's first event.</summary>
    public CompletionStartBody ToStartBody() =>
        new(_body.Model, _width, _height, _isMasked ? Request.Given : Request.Given[.._promptLength], Request.GivenCount, _body.NumReturnSequences, _notes, _image?.OwnPalette?.ToHex());

    /// <summary>Returns the data of the stream's last event.</summary>
    public CompletionDoneBody ToDoneBody(FinishedEvent finished)
    {
        (IReadOnlyList<int> ranking, IReadOnlyList<double> scores) = Rank(finished.Pictures);
        return new CompletionDoneBody(ranking, scores, Math.Round(finished.Duration.TotalSeconds, 6));
    }

    /// <summary>Returns the sequence numbers of completions, the best first, and the score of each.</summary>
    private (IReadOnlyList<int> Ranking, IReadOnlyList<double> Scores) Rank(IReadOnlyList<GeneratedPicture> pictures)
    {
        IReadOnlyList<double> probabilities = _ranking.Probabilities([.. pictures.Select(p => new Sprite(_width, _height, p.Pixels))], threads: 1);
        double[] scores = CandidateScores.Compare(pictures);
        int[] ranked = [.. Enumerable.Range(0, pictures.Count).OrderByDescending(i => probabilities[i]).ThenByDescending(i => scores[i])];
        return ([.. ranked.Select(i => pictures[i].Sequence)], [.. (_ranking == CompletionRanking.Likelihood ? scores : probabilities).Select(s => Math.Round(s, 6))]);
    }

    private static int PromptLength(CompletionBody body, Sprite sprite, ModelSource source)
    {
        double? given = body.PromptFraction ?? body.Keep;
        if (body.PromptPixels is { } pixels)
        {
            if (given is not null) throw new InputException("'prompt_fraction' ('keep') and 'prompt_pixels' exclude each other; send only one of them");
            InputException.Check(pixels >= 1 && pixels <= sprite.Width * sprite.Height, "prompt_pixels", pixels, $"1 to {sprite.Width * sprite.Height}");
            return pixels;
        }

        return SequenceViews.PromptLength(sprite.Width * sprite.Height, given ?? source.LoadDefaults().PromptFraction);
    }

    private static GenerationOptions OptionsOf(CompletionBody body, GenerationOptions defaults) => new()
    {
        DoSample = body.DoSample ?? defaults.DoSample,
        Temperature = body.Temperature ?? defaults.Temperature,
        TopK = body.TopK ?? defaults.TopK,
        TopP = body.TopP ?? defaults.TopP,
        MinP = body.MinP ?? defaults.MinP,
        TypicalP = body.TypicalP ?? defaults.TypicalP,
        RepetitionPenalty = body.RepetitionPenalty ?? defaults.RepetitionPenalty,
        Seed = body.Seed,
        NumReturnSequences = body.NumReturnSequences,
        Colors = body.Colors,
        PromptColors = body.PromptColors,
        MaxColors = body.MaxColors,
        Symmetry = body.Symmetry,
    };

    private static CompletionRequest RequestOf(CompletionBody body, Sprite prompt)
    {
        CompletionRequest request = CompletionRequest.Of(prompt, 0);
        if (body.Locked is not { Count: > 0 }) return request;
        int[] locked = [.. Enumerable.Repeat(-1, request.Length)];
        foreach ((int position, int color) in LockedPixels.Read(body, request.Length)) locked[position] = color;
        return request with { Locked = locked };
    }
}
