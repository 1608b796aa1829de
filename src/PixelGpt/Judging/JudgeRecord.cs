using System.Text.Json;

namespace PixelGpt.Judging;

/// <summary>What a judge was made of and how good it is: <c>judge.json</c>.</summary>
public sealed record JudgeRecord
{
    /// <summary>The name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>Its checksum, over palette, size, splits and pixels.</summary>
    public required string DataChecksum { get; init; }

    /// <summary>Pixels a row of the pictures it knows.</summary>
    public required int Width { get; init; }

    /// <summary>Their rows.</summary>
    public required int Height { get; init; }

    /// <summary>How it was made.</summary>
    public required JudgeRecipe Recipe { get; init; }

    /// <summary>The kinds of negatives it learned from.</summary>
    public required IReadOnlyList<KindDescription> Negatives { get; init; }

    /// <summary>The epoch whose weights are kept: that of the lowest dev loss.</summary>
    public required int KeptEpoch { get; init; }

    /// <summary>What logits are divided by to become calibrated, fitted on dev; 1 where that did not help.</summary>
    public required double Temperature { get; init; }

    /// <summary>The logit, before that division, from which on a picture counts as real.</summary>
    public required double Threshold { get; init; }

    /// <summary>Its figures on dev, where temperature, threshold and epoch were chosen.</summary>
    public required JudgeFigures Dev { get; init; }

    /// <summary>Its figures on test, which nothing was chosen on; null where no test sprites are known whole.</summary>
    public required JudgeFigures? Test { get; init; }

    /// <summary>For each kind the figures of another judge, which learned from all kinds but this one; on test, or on dev where there is no test.</summary>
    public required IReadOnlyList<KindFigures> HeldOutKinds { get; init; }

    /// <summary>The detection rates of the true test pictures and of trivial completions of their beginnings; empty where there is no test.</summary>
    public IReadOnlyList<JudgedSet> Scale { get; init; } = [];

    /// <summary>It as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JudgeJson.Default.JudgeRecord);
}

/// <summary>A kind of negative.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Description">What it does.</param>
public sealed record KindDescription(string Kind, string Description);
