using System.Text.Json.Serialization;
using PixelGpt.Training;

namespace PixelGpt.Runs;

/// <summary>The names of the parts of training that a program supplied, see <see cref="TrainingExtensions"/>.</summary>
public sealed record ExtensionNames
{
    /// <summary>The name of the loss; null for the cross-entropy.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Loss { get; init; }

    /// <summary>The names of the augmentations, in the order in which they are applied.</summary>
    public IReadOnlyList<string> Augmentations { get; init; } = [];

    /// <summary>Returns the names of parts; null if there are none.</summary>
    /// <param name="extensions">The parts; null for none.</param>
    internal static ExtensionNames? Of(TrainingExtensions? extensions) => extensions is null or { Loss: null, Augmentations.Count: 0 }
        ? null
        : new ExtensionNames { Loss = extensions.Loss?.Name, Augmentations = [.. extensions.Augmentations.Select(a => a.Name)] };

    /// <summary>Checks that a run is resumed with the parts that it was started with.</summary>
    /// <param name="started">Names of the parts that the run was started with; null for none.</param>
    /// <param name="resumed">Names of the parts that it is to be resumed with; null for none.</param>
    /// <param name="path">The run's record, for error messages.</param>
    /// <exception cref="InputException">The names differ.</exception>
    internal static void CheckSame(ExtensionNames? started, ExtensionNames? resumed, string path)
    {
        const string None = "no loss or augmentations of a program";
        string before = started?.Describe() ?? None, now = resumed?.Describe() ?? None;
        if (before != now) throw new InputException($"{path}: the run was trained with {before}, but it is resumed with {now}; resume it with the program that started it");
    }

    /// <summary>Lists the names in one line.</summary>
    internal string Describe() => string.Join(", ", (string[])[.. Loss is null ? [] : (string[])[$"the loss {Excerpt.Of(Loss)}"], .. Augmentations.Select(a => $"the augmentation {Excerpt.Of(a)}")]);
}
