using PixelGpt.Models;
using PixelGpt.Training.Augmentation;
using PixelGpt.Training.Distillation;

namespace PixelGpt.Training;

/// <summary>The parts of training that a program supplies. A run saves their names, and can only be resumed with parts of the same names.</summary>
public sealed record TrainingExtensions
{
    /// <summary>The loss that is trained with; null for the cross-entropy. Dev splits are scored with the cross-entropy in any case.</summary>
    public IPixelLoss? Loss { get; init; }

    /// <summary>Augmentations in addition to those of the recipe, in the order in which they are applied.</summary>
    public IReadOnlyList<IAugmentation> Augmentations { get; init; } = [];

    /// <summary>The number of conditions of all augmentations together: the product of their numbers.</summary>
    internal long Conditions => Augmentations.Aggregate(1L, (product, a) => Math.Min(int.MaxValue, product * a.Conditions));

    /// <summary>Checks that a model can be trained with these parts.</summary>
    /// <param name="model">Architecture of the model.</param>
    /// <param name="teacher">The teacher of the model; null for none.</param>
    /// <exception cref="InputException">It cannot; the message says why.</exception>
    internal void CheckFits(TransformerDescription model, Teacher? teacher)
    {
        if (Augmentations.FirstOrDefault(a => a.Conditions < 1) is { } invalid) throw new InputException($"the augmentation {invalid.Name} must have at least 1 condition (got {invalid.Conditions})");
        if (model.Conditions > 0 && Conditions > model.Conditions)
            throw new InputException($"the augmentations have {Conditions} conditions together, but the model has {model.Conditions}; set 'conditions' of the model to {Conditions}, or to 0 if it is not to be told about augmentations");
        if (teacher is null) return;
        if (Loss is not null) throw new InputException($"the loss {Loss.Name} cannot be combined with a teacher, whose predictions are targets of the cross-entropy; use one of them");
        if (Conditions > 1) throw new InputException("augmentations with conditions cannot be combined with a teacher; use one of them");
    }
}
