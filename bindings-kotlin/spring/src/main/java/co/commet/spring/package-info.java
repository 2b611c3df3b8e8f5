/** Routes for Spring MVC, which Spring Boot makes by itself. */
@org.jspecify.annotations.NullMarked
package co.commet.spring;
