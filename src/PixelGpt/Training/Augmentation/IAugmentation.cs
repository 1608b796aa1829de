using PixelGpt.Numerics;

namespace PixelGpt.Training.Augmentation;

/// <summary>
/// A random change of the pictures that a model is trained on, by a program. It follows the augmentations of the recipe, and is
/// called for every picture of every step.
/// </summary>
public interface IAugmentation
{
    /// <summary>The name of the augmentation with its settings, such as <c>outline(0.3)</c>. A run saves it, and can only be resumed with augmentations of the same names.</summary>
    string Name { get; }

    /// <summary>
    /// The number of conditions: what the model can be told about a changed picture. Condition 0 is an unchanged picture. A model without
    /// conditions (<see cref="Models.TransformerDescription.Conditions"/>) is not told; one with too few is an error.
    /// </summary>
    int Conditions => 1;

    /// <summary>Changes a picture in place, or not. It must not change fields, and random numbers must come from <paramref name="random"/>: a resumed run is then identical to an uninterrupted one.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="random">Random numbers, which depend on the recipe's seed, the step and the index of the picture in the batch.</param>
    /// <returns>The condition of the picture, from 0 to <see cref="Conditions"/> − 1; 0 if the picture is not changed.</returns>
    int Change(AugmentedPicture picture, ref PhiloxRandom random);
}
