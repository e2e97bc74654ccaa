/** The built-in recipe that the Home screen offers first. */
export const TOUR_RECIPE_ID = 'mnist-tour';
