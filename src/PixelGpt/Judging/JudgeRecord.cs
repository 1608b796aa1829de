using System.Text.Json;
using System.Text.Json.Serialization;

namespace PixelGpt.Judging;

/// <summary>How a judge was trained, and its figures: the contents of <c>judge.json</c>.</summary>
internal sealed record JudgeRecord
{
    /// <summary>The name of the data set.</summary>
    public required string Data { get; init; }

    /// <summary>The checksum of the data set.</summary>
    public required string DataChecksum { get; init; }

    /// <summary>The width of the pictures in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>The height of the pictures in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>The hyperparameters.</summary>
    public required JudgeRecipe Recipe { get; init; }

    /// <summary>The kinds of negatives that the judge was trained on.</summary>
    public required IReadOnlyList<NegativeKindDescription> Negatives { get; init; }

    /// <summary>The epoch whose weights the judge has: the one with the lowest dev loss.</summary>
    [JsonPropertyName("kept_epoch")]
    public required int BestEpoch { get; init; }

    /// <summary>The temperature that logits are divided by for calibration, fitted on dev; 1 if no other value reduces the loss.</summary>
    public required double Temperature { get; init; }

    /// <summary>The minimum logit of a picture that is judged real, before temperature scaling.</summary>
    public required double Threshold { get; init; }

    /// <summary>The figures on dev. Temperature, threshold and epoch were chosen on dev.</summary>
    public required JudgeFigures Dev { get; init; }

    /// <summary>The figures on test, which was not used to choose anything; null if test has fewer than two complete sprites.</summary>
    public required JudgeFigures? Test { get; init; }

    /// <summary>For each kind, the figures of a judge that was trained without this kind; on test, or on dev if there is no test split. Empty if no such judges were trained.</summary>
    public required IReadOnlyList<NegativeKindFigures> HeldOutKinds { get; init; }

    /// <summary>The detection rates of the true test sprites and of the baselines; empty if there is no test split.</summary>
    [JsonPropertyName("scale")]
    public IReadOnlyList<PictureSetVerdict> References { get; init; } = [];

    /// <summary>Serialises the record as JSON.</summary>
    /// <returns>The JSON text.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, JudgeJson.Default.JudgeRecord);
}

/// <summary>Name and description of a kind of negative.</summary>
/// <param name="Kind">Name of the kind.</param>
/// <param name="Description">Short description of the kind.</param>
internal sealed record NegativeKindDescription(string Kind, string Description);
