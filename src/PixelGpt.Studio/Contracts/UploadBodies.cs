namespace PixelGpt.Studio.Contracts;

/// <summary>Pictures to train on.</summary>
/// <param name="Files">Picture files and zip files of them.</param>
/// <param name="Name">The name of the new data set, which becomes its id and the name of its folder; not used for a preview.</param>
/// <param name="Cut">How sprite sheets are cut: auto recognises them and cuts them at gaps; gaps cuts every picture at gaps; WxH, such as 16x16, cuts every picture into tiles; none cuts nothing.</param>
internal sealed record UploadBody(IReadOnlyList<UploadFileBody> Files, string? Name = null, string Cut = "auto");

/// <summary>A file of an upload.</summary>
/// <param name="Name">The name of the file, for messages and to recognise its format.</param>
/// <param name="Content">The file in base64.</param>
internal sealed record UploadFileBody(string Name, byte[] Content);

/// <summary>What would be learned from an upload.</summary>
internal sealed record UploadPreviewBody
{
    /// <summary>The number of sprites.</summary>
    public required int Sprites { get; init; }

    /// <summary>The smallest width and height.</summary>
    public required int[] Smallest { get; init; }

    /// <summary>The largest width and height.</summary>
    public required int[] Largest { get; init; }

    /// <summary>The colours as #rrggbb; index 0 is the background.</summary>
    public required IReadOnlyList<string> Palette { get; init; }

    /// <summary>The first sprites.</summary>
    public required IReadOnlyList<PictureBody> Pictures { get; init; }

    /// <summary>What was left out, changed or guessed, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The model whose weights training should start from, as the property from of a run; null if training from random weights is better or no model fits.</summary>
    public string? From { get; init; }

    /// <summary>Why that start was chosen, in one sentence.</summary>
    public required string Reason { get; init; }
}
